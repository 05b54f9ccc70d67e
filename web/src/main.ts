import '@xterm/xterm/css/xterm.css';
import './styles/app.css';
import { App } from './app';
import { parseRoute } from './route';
import { SharedApp } from './shared-app';
import { installTestHook } from './test-hook';

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');

const { name } = parseRoute(location.hash);
const app = name === 'share' || name === 'shared' ? new SharedApp(root) : new App(root);
installTestHook(app);
app.run();

// Service workers exist in secure contexts only; without one the app works, but is not installable.
if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('./sw.js');
