import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '../../..');
export const sharedApp = resolve(import.meta.dirname, '../app');
export const sharedLambda = resolve(import.meta.dirname, '../lambda');

/** Outside of the repository, so that a project finds no package but its own. What is in it is used again by the next run. */
export const workshop = process.env.CONSUMERS_DIR ?? join(tmpdir(), 'nestjs-ssm-cache-consumers');
