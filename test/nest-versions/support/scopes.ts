import { Scope } from '@nestjs/common';

/** The scopes of providers, for `describe.each`. */
export const SCOPES = [
  { name: 'default', scope: Scope.DEFAULT },
  { name: 'request', scope: Scope.REQUEST },
  { name: 'transient', scope: Scope.TRANSIENT },
];
