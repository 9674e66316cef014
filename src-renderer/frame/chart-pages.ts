import type { Component } from 'svelte'

type Load = () => Promise<{ default: Component }>

const found = import.meta.glob<{ default: Component }>(['../views/compare/Compare.svelte', '../views/inspect/Inspect.svelte', '../views/figures/Figures.svelte'])
const place = (file: string) => file.split('/').at(-2) ?? ''

/** Pages of curves, embeddings and figures, by their place in the address. They bring the chart library, so they are loaded when first opened. */
export const chartPages: ReadonlyMap<string, Load> = new Map(Object.entries(found).map(([file, load]) => [place(file), load]))
