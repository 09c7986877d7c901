import type { Command } from '../command.interface.js';
import { check } from './check.js';
import { iam } from './iam.js';
import { list } from './list.js';
import { local } from './local.js';
import { migrate } from './migrate.js';
import { types } from './types.js';

export const COMMANDS: readonly Command[] = [list, iam, check, types, local, migrate];
