import { nestApp } from '../runner/nest-app.js';

export default nestApp({ name: 'nest-11', about: 'Nest 11, CommonJS, Jest', nest: 11 });
