export const noModuleMessage =
  'The application imports no SsmCacheModule, so that it declares nothing. Import SsmCacheModule.forRoot() in its root module.';

export const unknownOptionsMessage =
  'The options of SsmCacheModule.forRootAsync() are made when the application starts, and are not known here. Names are shown as they are declared: say which base path and secret prefix they have.';
