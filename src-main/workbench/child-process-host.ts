import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { FromTrainer, ProcessExit, ToTrainer, TrainerHost, TrainerProcess } from '../trainer/protocol.ts'

const errorOutputCharacters = 8000

/** What a trainer needs to find libraries, a GPU, a temporary folder and Node's compiled code: nothing else of the user's environment. */
const passedOn = [
  'PATH', 'HOME', 'USERPROFILE', 'LANG', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'PATHEXT',
  'NODE_COMPILE_CACHE', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'CUDA_VISIBLE_DEVICES', 'CUDA_HOME', 'CUDA_PATH', 'NVIDIA_VISIBLE_DEVICES'
] as const

/** The short environment of a trainer, with `extra` added. */
export function trainerEnvironment(extra: Record<string, string>, source: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const kept = passedOn.flatMap((key) => (source[key] === undefined ? [] : [[key, source[key]] as const]))
  return { ...Object.fromEntries(kept), ...extra }
}

class ForkedTrainer implements TrainerProcess {
  readonly #child: ChildProcess
  #errorOutput = ''

  constructor(child: ChildProcess) {
    this.#child = child
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errorOutput = (this.#errorOutput + text).slice(-errorOutputCharacters)
    })
    child.stdout?.resume()
  }

  send(message: ToTrainer): void {
    // A process that has just died is reported by onExit; the failed send adds nothing.
    if (this.#child.connected) this.#child.send(message, () => undefined)
  }

  onMessage(listener: (message: FromTrainer) => void): void {
    this.#child.on('message', (message) => listener(message as FromTrainer))
  }

  onExit(listener: (exit: ProcessExit) => void): void {
    let told = false
    const tell = (code: number | null, signal: string | null) => {
      if (told) return
      told = true
      listener({ code, signal, errorOutput: this.#errorOutput })
    }
    this.#child.once('close', tell)
    this.#child.once('error', (error) => {
      this.#errorOutput += `\n${error.message}`
      if (this.#child.pid === undefined) tell(null, null)
    })
  }

  kill(): void { this.#child.kill('SIGKILL') }
}

const trainerEntry = fileURLToPath(new URL('../trainer/main.ts', import.meta.url))

/** Trainers as child processes of plain Node. A child ends by itself when its channel closes, so none outlives us. */
export function childProcessHost(entry: string = trainerEntry): TrainerHost {
  return {
    start(environment) {
      // A process group of its own: Ctrl-C in a terminal reaches us alone, and we ask for a last checkpoint.
      const child = fork(entry, [], {
        serialization: 'advanced', env: trainerEnvironment(environment), stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [],
        detached: process.platform !== 'win32'
      })
      return new ForkedTrainer(child)
    }
  }
}
