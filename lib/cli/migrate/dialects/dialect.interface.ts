import type typescript from 'typescript';
import type { Names } from '../name-map.js';
import type { Read } from '../read.js';
import type { PeerFacts } from '../peer-facts.js';

/** What is known of the whole project. */
export interface Project extends PeerFacts {
  readonly names: Names;
  readonly basePath: string | undefined;
}

/** A method that is called on a service, such as `config.get('PORT')`. */
export interface ServiceCall {
  readonly call: typescript.CallExpression;
  readonly service: typescript.Expression;
  readonly method: string;
}

/** A read, what a person has to do, or nothing where it is none of ours. */
export type Understood = Read | string | undefined;
