const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })
const packages = (...names) => `node_modules/(?:${names.join('|')})/`
const folders = (...names) => `^(?:${names.join('|')})/`
const parts = (...names) => `^src-main/(?:${names.join('|')})/`
const either = (...patterns) => patterns.map((pattern) => `(?:${pattern})`).join('|')
/** Imports that exist at run time: types cost nothing and bind nothing. */
const code = { dependencyTypesNot: ['type-only'] }

const browser = ['src-renderer']
const application = ['shared', 'src-main', 'src-renderer']
const compositionRoots = '^src-main/electron/(?:workbench-process|open-workbench)\\.ts$'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    rule('shared-stays-pure', 'shared runs in every process and in the page; only pure libraries and types may come from outside',
      { path: folders('shared') }, { pathNot: either(folders('shared'), '^package\\.json$', packages('valibot', '@msgpack/msgpack', 'ml-matrix', 'leven')), ...code }),

    rule('lab-is-plain-science', 'lab is plain functions over tensors: no files, no processes, no backend of its own',
      { path: parts('lab') }, { pathNot: either(folders('shared'), parts('lab'), packages('@tensorflow/tfjs-core')), ...code }),
    rule('tensorflow-has-two-homes', 'runtime loads TensorFlow, lab writes with it; everyone else talks to a trainer',
      { path: folders(...application), pathNot: parts('lab', 'runtime') }, { path: packages('@tensorflow/[^/]+'), ...code }),
    rule('runtime-stands-alone', 'runtime finds and loads TensorFlow for whoever asks; it knows no one',
      { path: parts('runtime') }, { path: '^src-main/(?!runtime/)', ...code }),
    rule('trainer-reports', 'a trainer reports; the workbench decides what to keep',
      { path: parts('trainer') }, { path: '^src-main/(?!trainer/|lab/|runtime/)', ...code }),

    rule('store-is-a-leaf', 'storage does not call upward',
      { path: parts('store') }, { path: '^src-main/(?!store/)', ...code }),
    rule('sqlite-only-in-store', 'one folder knows SQL',
      { path: folders(...application), pathNot: parts('store') }, { path: packages('better-sqlite3') }),

    rule('workbench-knows-no-shell', 'the workbench is the same under Electron, in the server and on the command line',
      { path: parts('workbench') }, { path: '^src-main/(?!workbench/|store/|trainer/protocol\\.ts|runtime/index\\.ts)', ...code }),
    rule('trainer-runs-apart', 'a crash or a NaN in a run must not touch the application: trainers are processes, not imports',
      { path: folders('src-main'), pathNot: parts('trainer') }, { path: parts('trainer'), ...code }),
    rule('lab-runs-in-trainers', 'only a trainer computes; the rest of the application asks it',
      { path: folders(...application), pathNot: parts('lab', 'trainer') }, { path: parts('lab'), ...code }),

    rule('electron-only-in-electron', 'everything else must run under plain Node, where it is tested',
      { path: folders(...application), pathNot: parts('electron') }, { path: packages('electron') }),
    rule('electron-does-no-work', 'the main process must never block: it starts processes, it does not import them',
      { path: parts('electron'), pathNot: compositionRoots }, { path: '^src-main/(?!electron/)', ...code }),
    rule('electron-starts-workbench-only', 'the workbench process opens store and workbench and leaves the rest to them',
      { path: compositionRoots }, { path: '^src-main/(?!electron/|workbench/|store/open\\.ts|runtime/index\\.ts)', ...code }),
    rule('preload-is-thin', 'a sandboxed preload is one file of Electron and constants',
      { path: '^src-main/electron/preload\\.ts$' }, { pathNot: either(folders('shared'), '^src-main/electron/channels\\.ts$', packages('electron')), ...code }),
    rule('policies-are-pure', 'policies are tables and functions; the wiring lives beside them (comparing secrets in constant time is a function too)',
      { path: '-policy\\.ts$' }, { pathNot: either(folders('shared'), '-policy\\.ts$', '^crypto$'), ...code }),

    rule('server-serves-the-workbench', 'the browser shell only carries messages',
      { path: parts('server') }, { path: '^src-main/(?!server/|workbench/)', ...code }),
    rule('command-line-uses-front-doors', 'commands go through the workbench; store and runtime are opened by their entry files',
      { path: parts('cli', 'start') }, { path: '^src-main/(?!cli/|start/|server/|workbench/|store/open\\.ts|runtime/index\\.ts)', ...code }),

    rule('renderer-sees-only-the-contract', 'the page must also run in a plain browser',
      { path: folders(...browser) }, { path: either(folders('src-main'), packages('electron', 'better-sqlite3', 'ws')) }),
    rule('renderer-has-no-node', 'the page is sandboxed',
      { path: folders(...browser), pathNot: '^src-renderer/vite\\.config\\.ts$' }, { dependencyTypes: ['core'] }),
    rule('host-has-one-door', 'only the host folder knows how calls leave the page',
      { path: folders(...browser), pathNot: either('^src-renderer/host/', '^src-renderer/main\\.ts$', '^src-renderer/App\\.svelte$') },
      { path: '^src-renderer/host/(?!host\\.ts$)' }),
    rule('echarts-has-two-homes', 'one place registers charts for the page, one for files; figures are types and plain objects elsewhere',
      { path: folders(...application), pathNot: either('^src-renderer/charts/echarts\\.ts$', '^src-main/workbench/figure-svg\\.ts$') },
      { path: packages('echarts', 'zrender'), ...code }),

    rule('no-test-code-in-application', 'the application never imports a test',
      { path: folders(...application) }, { path: '^test/' }),
    rule('no-circular', 'files that need each other, be it for a type, cannot be read one after the other (but a component that draws a tree draws itself)',
      { pathNot: '\\.svelte$' }, { circular: true }),
    rule('no-unresolvable', 'an import that leads nowhere fails only when it is run',
      { pathNot: '\\.d\\.ts$' }, { couldNotResolve: true, pathNot: '^(?:virtual:|svelte/)' })
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:dist|release)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types', 'svelte'], extensions: ['.ts', '.mts', '.js', '.mjs', '.svelte', '.json']
    }
  }
}
