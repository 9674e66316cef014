import '../../../src-renderer/styles/tokens.css'
import '../../../src-renderer/styles/base.css'
import { mount } from 'svelte'
import Compare from '../../../src-renderer/views/compare/Compare.svelte'
import Figures from '../../../src-renderer/views/figures/Figures.svelte'
import Inspect from '../../../src-renderer/views/inspect/Inspect.svelte'
import Harness from './Harness.svelte'
import { MemoryHost } from './memory-host.ts'
import { sampleRun } from './samples.ts'

const query = new URLSearchParams(location.search)
const number = (name: string, initial: number) => Number(query.get(name) ?? initial)

function samples() {
  if (query.has('dense')) return Array.from({ length: number('dense', 50) }, (_, index) => sampleRun({ index, last: 40_000, every: 1, weightDecay: [1, 0.5, 0.3][index % 3] }))
  return Array.from({ length: number('runs', 10) }, (_, index) => sampleRun({ index, weightDecay: index < 5 ? 1 : 0.3, seed: index % 5, snapshots: index < 2 ? number('snapshots', 200) : 0 }))
}

declare global { interface Window { harness: { host: MemoryHost } } }

const host = new MemoryHost(samples())
host.settings = { ...host.settings, theme: query.get('theme') === 'dark' ? 'dark' : 'light' }
window.harness = { host }
const target = document.getElementById('page')
if (target) mount(Harness, { target, props: { host, pages: { compare: Compare, inspect: Inspect, figures: Figures } } })
