/** How often members of the values it hands out were read, however deep in work they were read. */
export function counter() {
  let reads = 0
  const watched = new WeakMap<object, object>()
  const watch = <T>(value: T): T => {
    if (typeof value !== 'object' || value === null) return value
    const known = watched.get(value)
    if (known !== undefined) return known as T
    const proxy = new Proxy(value, {
      get(target, key, receiver) {
        reads += 1
        return watch(Reflect.get(target, key, receiver) as unknown)
      },
    })
    watched.set(value, proxy)
    return proxy as T
  }
  return { watch, reads: () => reads }
}
