import { runCommand } from './command.ts'
import { tensorFlowVersion, type Variant } from './layout.ts'

/** pip's wheel of the Zig toolchain, whose `zig c++` needs nothing of the machine. */
export const zigRequirement = 'ziglang==0.15.1'

const manylinux = (machine: string): string[] =>
  ['manylinux_2_28', 'manylinux_2_27', 'manylinux_2_17', 'manylinux2014', 'manylinux_2_12', 'manylinux2010', 'manylinux1'].map((tag) => `${tag}_${machine}`)

/** pip's platform tags of TensorFlow's wheels that hold `libtensorflow_cc`, and of NVIDIA's. */
const wheelPlatforms: Partial<Record<string, string[]>> = {
  'linux-x64': manylinux('x86_64'),
  'linux-arm64': manylinux('aarch64'),
  'darwin-arm64': ['macosx_12_0_arm64', 'macosx_11_0_arm64']
}

/** pip's platform tags of this machine; null where no wheel carries the library. */
export function wheelPlatformTags(): string[] | null {
  return wheelPlatforms[`${process.platform}-${process.arch}`] ?? null
}

/** The requirement of a variant: `tensorflow-cpu` exists for x64 only and is half as large. */
export function wheelRequirement(variant: Variant): string {
  const slim = variant === 'cpu' && process.platform === 'linux' && process.arch === 'x64'
  return `${slim ? 'tensorflow-cpu' : 'tensorflow'}==${tensorFlowVersion}`
}

/** `cuda` where `nvidia-smi` sees a card. */
export async function wantedVariant(): Promise<Variant> {
  const { code, output } = await runCommand('nvidia-smi', ['--list-gpus'])
  return code === 0 && /GPU \d/.test(output) ? 'cuda' : 'cpu'
}
