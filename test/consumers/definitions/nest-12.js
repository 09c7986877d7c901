import { nestApp } from '../runner/nest-app.js';

export default nestApp({ name: 'nest-12', about: 'Nest 12, ESM, Vitest: what nest new gives', nest: 12 });
