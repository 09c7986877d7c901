import { nestApp } from '../runner/nest-app.js';

export default nestApp({ name: 'nest-10', about: 'Nest 10, CommonJS, Jest', nest: 10 });
