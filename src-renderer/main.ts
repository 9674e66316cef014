import './styles/tokens.css'
import './styles/base.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { chooseHost } from './host/choose-host.ts'

const target = document.getElementById('page')
if (target === null) throw new Error('index.html has no element with the id page')
mount(App, { target, props: { host: chooseHost() } })
