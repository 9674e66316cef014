/** Variables that a child process is given, with the reason; all others stay in the main process. */
const everywhere: Readonly<Record<string, string>> = {
  PATH: 'finding python, pip and nvidia-smi',
  HOME: 'the data folder, and pip\'s configuration',
  USERPROFILE: 'HOME of Windows',
  APPDATA: 'the data folder on Windows',
  LOCALAPPDATA: 'pip\'s cache on Windows',
  SystemRoot: 'Windows programs do not start without it',
  windir: 'as SystemRoot',
  ComSpec: 'Windows finds its shell by it',
  PATHEXT: 'Windows finds programs by it',
  TMPDIR: 'temporary files',
  TEMP: 'temporary files on Windows',
  TMP: 'temporary files on Windows',
  LANG: 'language of messages from other programs',
  LC_ALL: 'as LANG',
  TZ: 'local time',
  XDG_DATA_HOME: 'the data folder on Linux',
  XDG_CACHE_HOME: 'pip\'s cache on Linux',
  GROKSCOPE_RUNTIME: 'where TensorFlow is installed, where the user moved it',
  CUDA_VISIBLE_DEVICES: 'which cards training may use',
  LD_LIBRARY_PATH: 'where CUDA is installed by hand'
}

const workbenchOnly: Readonly<Record<string, string>> = {
  GROKSCOPE_HOME: 'the data folder where the user moved it',
  PIP_CONFIG_FILE: 'the user\'s package mirror',
  PIP_INDEX_URL: 'the user\'s package mirror',
  PIP_EXTRA_INDEX_URL: 'the user\'s package mirror',
  PIP_CERT: 'certificate of the user\'s package mirror',
  PIP_TRUSTED_HOST: 'the user\'s package mirror',
  REQUESTS_CA_BUNDLE: 'certificate of the user\'s package mirror',
  SSL_CERT_FILE: 'certificate of the user\'s package mirror',
  HTTP_PROXY: 'the user\'s way to the package mirror',
  HTTPS_PROXY: 'as HTTP_PROXY',
  NO_PROXY: 'as HTTP_PROXY',
  http_proxy: 'as HTTP_PROXY',
  https_proxy: 'as HTTP_PROXY',
  no_proxy: 'as HTTP_PROXY',
  VIRTUAL_ENV: 'the Python that the user works with'
}

type Environment = Readonly<Record<string, string | undefined>>

function pick(environment: Environment, names: Readonly<Record<string, string>>): Record<string, string> {
  const picked: Record<string, string> = {}
  for (const name of Object.keys(names)) {
    const value = environment[name]
    if (value !== undefined) picked[name] = value
  }
  return picked
}

export function workbenchEnvironment(environment: Environment): Record<string, string> {
  return pick(environment, { ...everywhere, ...workbenchOnly })
}

const trainerVariable = /^(TF_[A-Z0-9_]+|OMP_NUM_THREADS|CUDA_[A-Z0-9_]+|XLA_FLAGS|GROKSCOPE_[A-Z0-9_]+)$/

/** The short list and what the workbench asks for, where it concerns TensorFlow. Throws at any other name. */
export function trainerEnvironment(environment: Environment, asked: Record<string, string>): Record<string, string> {
  const refused = Object.keys(asked).filter((name) => !trainerVariable.test(name))
  if (refused.length > 0) throw new Error(`A trainer may not be started with ${refused.join(', ')}.`)
  return { ...pick(environment, everywhere), ...asked }
}
