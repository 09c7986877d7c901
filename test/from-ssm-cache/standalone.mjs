// The first examples of ssm-cache without Nest: `AWS_ENDPOINT_URL=… AWS_REGION=… node standalone.mjs`
import { SsmCache, SsmFilterType } from 'nestjs-ssm-cache';

const cache = new SsmCache({ region: 'eu-west-1' });
const results = {};

// simplest use
const greeting = cache.parameter('greeting');
results['simplest use'] = await greeting.get();

// max age
const host = cache.parameter('/shop/db/host', { maxAge: 300 });
const never = cache.parameter('/shop/db/port', { maxAge: 0 });
results['max age'] = [await host.get(), await host.get(), await never.get(), await never.get()];

// groups
const login = cache.createGroup({ maxAge: 300 });
const user = login.parameter('user');
const password = login.secret('shop/db');
await user.get();
results['groups'] = [user.value, password.value];

// hierarchies
const shop = cache.createGroup({ basePath: '/shop' });
const name = shop.parameter('/name');
const database = await shop.parameters('/db');
results['hierarchies'] = [name.value, ...database.map((parameter) => parameter.value), shop.size];

// filters
const lists = await cache.createGroup().parameters('/shop', {
  filters: [new SsmFilterType().value('StringList')],
});
results['filters'] = lists.map((parameter) => [parameter.name, parameter.value]);

cache.close();
console.log(JSON.stringify(results));
