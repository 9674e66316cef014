import { testTensorFlow } from './self-test.ts'

const bindingFile = process.argv[2] ?? ''
testTensorFlow(bindingFile === '' ? null : bindingFile)
