import { expect, test } from 'vitest'
import { trainerEnvironment, workbenchEnvironment } from '../../src-main/electron/environment-policy.ts'

const surroundings = {
  PATH: '/bin', HOME: '/home/a', LANG: 'C', CUDA_VISIBLE_DEVICES: '0', PIP_INDEX_URL: 'https://mirror', HTTPS_PROXY: 'http://proxy', GROKSCOPE_HOME: '/data',
  AWS_SECRET_ACCESS_KEY: 'secret', NPM_TOKEN: 'secret', NODE_OPTIONS: '--inspect', ELECTRON_RUN_AS_NODE: '1', LD_PRELOAD: '/evil.so'
}

test('the workbench gets a short list: the system, the data folder, and what pip needs', () => {
  expect(workbenchEnvironment(surroundings)).toEqual({
    PATH: '/bin', HOME: '/home/a', LANG: 'C', CUDA_VISIBLE_DEVICES: '0', PIP_INDEX_URL: 'https://mirror', HTTPS_PROXY: 'http://proxy', GROKSCOPE_HOME: '/data'
  })
})

test('a trainer gets the system and what the workbench asks for TensorFlow', () => {
  expect(trainerEnvironment(surroundings, { TF_NUM_INTRAOP_THREADS: '2' })).toEqual({
    PATH: '/bin', HOME: '/home/a', LANG: 'C', CUDA_VISIBLE_DEVICES: '0', TF_NUM_INTRAOP_THREADS: '2'
  })
})

test.each(['NODE_OPTIONS', 'LD_PRELOAD', 'PATH', 'ELECTRON_RUN_AS_NODE'])('a trainer cannot be asked for with %s', (name) => {
  expect(() => trainerEnvironment(surroundings, { [name]: 'x' })).toThrow(name)
})
