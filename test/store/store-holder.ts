import { openStore } from '../../src-main/store/open.ts'

// Opens the store of the folder that it is given and holds it until it is ended.
openStore(process.argv[2], { readOnly: false })
process.send?.('open')
process.on('message', () => undefined)
