import { describeRecipes } from './support/describe-recipes.js';

const REPORTS = { secret: 'prod/reports', className: 'Reports' };

describeRecipes(
  'On a mail server and an HTTP server',
  [
    {
      client: 'nodemailer',
      page: 'nodemailer',
      secret: 'prod/mail',
      className: 'Mailer',
      call: `recipe.send('someone@example.com', 'text')`,
    },
    { client: 'axios', page: 'axios', ...REPORTS, call: 'recipe.download()' },
    {
      client: 'fetch',
      page: 'fetch',
      ...REPORTS,
      call: `recipe.download().then((response) => {
        if (!response.ok) throw new Error(\`HTTP \${response.status}\`);
      })`,
    },
  ],
  {
    file: 'mail-and-http-server',
    exported: 'mailAndHttpServer',
    start: async () => ({ adminUrl: '', stop: async () => undefined }),
  },
);
