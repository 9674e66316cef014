import { registerHooks } from 'node:module'

// Loaded with `node --import`: the application's `import … from 'electron'` finds the stand-in.
registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier !== 'electron') return nextResolve(specifier, context)
    return { url: new URL('./index.ts', import.meta.url).href, shortCircuit: true }
  }
})
