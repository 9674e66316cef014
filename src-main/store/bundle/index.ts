export { readBundle } from './read.ts'
export { writeBundle } from './write.ts'
