/** Put before every parameter name that the service declares: see `SsmCacheModule.forRootAsync` in app.module.ts. */
export const BASE_PATH = '/prod/shop';

/** A JSON secret, `{ "username": "…", "password": "…" }`: the login of the orders service. */
export const DATABASE_SECRET = 'prod/shop/db';

/** A text: the key that signs tokens. */
export const SIGNING_SECRET = 'prod/shop/jwt';
