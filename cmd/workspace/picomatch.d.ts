/** The part of the library that is used; it ships no types. */
declare module 'picomatch' {
  // biome-ignore lint/style/noDefaultExport: the library's own form
  export default function picomatch(patterns: readonly string[]): (path: string) => boolean
}
