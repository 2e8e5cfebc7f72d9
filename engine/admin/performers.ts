/** One performer per kind of action of delegated administration; a new kind breaks the build here. */
import type { AdminPerformers } from '../ports.ts'
import { asking, opening } from './ask.ts'
import type { Graph } from './graph.ts'
import { assigning, changingGroups } from './groups.ts'
import { ending, extending } from './lifetime.ts'

export function adminPerformers(graph: Graph): AdminPerformers {
  return {
    'admin.request': asking(graph),
    'admin.lock': opening(graph),
    'admin.assign': assigning(graph),
    'admin.change-assignment': changingGroups(graph),
    'admin.auto-extend': extending(graph),
    'admin.end': ending(graph),
  }
}
