/** docs/architecture.md against the tree: a line for each room of the engine, each island, and ten files from a document to an apply. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { by } from '../../engine/compare.ts'
import { root } from '../support/example.ts'

const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8')

function foldersIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
}

function section(heading: string): string {
  return page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
}

const rowsOf = (text: string) => [...text.matchAll(/^\| `([\w-]+)\/` \|(.*)$/gm)]

it('has a line for each room of the engine, and none for another', () => {
  const rows = rowsOf(section('The rooms of the engine'))
  expect(rows.map(([, room = '']) => room).sort(by(room => room))).toEqual(foldersIn('engine'))
})

it('has a line for each room of the commands, and none for another', () => {
  const rows = rowsOf(section('The rooms of the commands'))
  expect(rows.map(([, room = '']) => room).sort(by(room => room))).toEqual(foldersIn('cmd'))
})

it('names in the line of a room only what is in it', () => {
  const wrong = rowsOf(section('The rooms of the engine')).flatMap(([, room = '', about = '']) =>
    [...about.matchAll(/`([\w./-]+(?:\/|\.ts))`/g)]
      .map(([, path = '']) => `engine/${room}/${path}`)
      .filter(path => !existsSync(join(root, path))),
  )
  expect(wrong).toEqual([])
})

it('names what is loose in the engine', () => {
  const [, loose = ''] = /^Loose in `engine\/` ([\s\S]*?)\n\n/m.exec(page) ?? []
  const files = readdirSync(join(root, 'engine')).filter(name => name.endsWith('.ts'))
  expect([...loose.matchAll(/`([\w-]+\.ts)`/g)].map(([, file = '']) => file).sort(by(file => file))).toEqual(
    files.sort(by(file => file)),
  )
})

it('names each island of the providers', () => {
  const [, islands = ''] = /^\| `providers\/` \|([^|]*)\|/m.exec(page) ?? []
  expect(
    [...islands.matchAll(/`([\w-]+)`/g)].map(([, island = '']) => island).sort(by(island => island)),
  ).toEqual(foldersIn('providers'))
})

it('leads from a document to an apply in ten files that are there', () => {
  const [, list = ''] = page.split('### From a document to an apply in ten files')
  const stops = [...list.matchAll(/^(\d+)\. `([\w./-]+)`/gm)]
  expect(stops.map(([, number]) => Number(number))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(stops.map(([, , path = '']) => path).filter(path => !existsSync(join(root, path)))).toEqual([])
})
