import type { Component } from 'svelte'

/** Pages of curves, embeddings and figures, by their place in the address. */
export const chartPages: Record<string, Component> = {}
