import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build } from 'vite'

/** Builds the page of charts on runs in memory into `folder`. */
export async function buildHarness(folder: string): Promise<void> {
  await build({
    configFile: false, root: import.meta.dirname, base: './', publicDir: false, logLevel: 'error', plugins: [svelte({ configFile: false })],
    build: { outDir: folder, emptyOutDir: true, target: 'chrome140', assetsInlineLimit: 0, modulePreload: { polyfill: false } }
  })
}
