export { presets } from '../../shared/config/presets.ts'
