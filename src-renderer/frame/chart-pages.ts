import type { Component } from 'svelte'

type Load = () => Promise<{ default: Component }>

/** Pages of curves, embeddings and figures, by their place in the address. They bring the chart library, so they are loaded when first opened. */
export const chartPages: ReadonlyMap<string, Load> = new Map([
  ['compare', () => import('../views/compare/Compare.svelte')],
  ['inspect', () => import('../views/inspect/Inspect.svelte')],
  ['figures', () => import('../views/figures/Figures.svelte')]
])
