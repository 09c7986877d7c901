/** What `SsmCacheModule.forRoot()` is given, as code. */
export interface ModuleOptions {
  readonly maxAge: string;
  readonly basePath?: string | undefined;
}
