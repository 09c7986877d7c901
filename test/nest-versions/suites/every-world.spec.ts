// One spec file, so that each of the worlds loads Nest and the library once.
import './world.suite.js';
import './values-at-start.suite.js';
import './declaration.suite.js';
import './enhancers.suite.js';
import './inheritance.suite.js';
import './fresh-requests.suite.js';
import './late-binding.suite.js';
import './injected-handles.suite.js';
import './clients.suite.js';
import './registration.suite.js';
import './local-caches.suite.js';
import './end-of-life.suite.js';
import './refresh-on-error.suite.js';
import './refresh-on-error-routes.suite.js';
import './config.suite.js';
import './described-declarations.suite.js';
import './terminus.suite.js';
