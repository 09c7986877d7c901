export { SsmHealthIndicator, type SsmHealthIndicatorOptions } from './ssm-health-indicator.js';
