import { defineConfig, type UserConfig } from 'electron-vite'
import { resolve } from 'node:path'
import type { Plugin } from 'vite'
import page from './src-renderer/vite.config.ts'

const at = (file: string) => resolve(import.meta.dirname, file)
const outDir = at('dist/electron')
// Electron 45 carries Node 24; electron-vite's own table of versions ends earlier.
const target = 'node24'

/** electron-vite declares `require` in every chunk that uses it; a module's own of that name would be a second one. */
const ownRequire: Plugin = {
  name: 'own-require',
  transform(code) {
    if (!code.includes('const require = createRequire(import.meta.url)')) return null
    return { code: code.replaceAll(/\brequire\b(?=[(.]| = createRequire)/g, 'requireFromHere'), map: null }
  }
}

const main: UserConfig['main'] = {
  plugins: [ownRequire],
  build: {
    outDir,
    emptyOutDir: true,
    target,
    externalizeDeps: true,
    rolldownOptions: {
      input: {
        main: at('src-main/electron/main.ts'),
        'workbench-process': at('src-main/electron/workbench-process.ts'),
        trainer: at('src-main/trainer/main.ts'),
        'inspection-worker': at('src-main/workbench/inspection-worker.ts')
      },
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' }
    }
  }
}

const preload: UserConfig['preload'] = {
  build: {
    outDir,
    emptyOutDir: false,
    target,
    // A sandboxed preload can require nothing but electron, so everything else is bundled.
    externalizeDeps: false,
    rolldownOptions: {
      input: { preload: at('src-main/electron/preload.ts') },
      output: { format: 'cjs', entryFileNames: '[name].cjs' }
    }
  }
}

const renderer: UserConfig['renderer'] = {
  ...page,
  root: at('src-renderer'),
  build: { ...page.build, outDir: at('dist/renderer'), rolldownOptions: { input: at('src-renderer/index.html') } }
}

/** Everything; with `--mode shell` the page is left alone. */
export default defineConfig(({ mode }) => (mode === 'shell' ? { main, preload } : { main, preload, renderer }))
