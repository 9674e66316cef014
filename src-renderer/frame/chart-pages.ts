import type { Component } from 'svelte'

type Load = () => Promise<{ default: Component }>

/** Pages by their place in the address that bring the chart library, or much else: they are loaded when first opened. */
export const chartPages: ReadonlyMap<string, Load> = new Map([
  ['compare', () => import('../views/compare/Compare.svelte')],
  ['inspect', () => import('../views/inspect/Inspect.svelte')],
  ['studies', () => import('../views/studies/Studies.svelte')],
  ['figures', () => import('../views/figures/Figures.svelte')]
])
