import { nestApp } from '../runner/nest-app.js';

const onFastify = (source) =>
  source
    .replace(
      'import { NestFactory }',
      "import { FastifyAdapter } from '@nestjs/platform-fastify';\nimport { NestFactory }",
    )
    .replace('create(AppModule)', 'create(AppModule, new FastifyAdapter())')
    .replace('import { Test }', "import { FastifyAdapter } from '@nestjs/platform-fastify';\nimport { Test }")
    .replace('createNestApplication()', 'createNestApplication(new FastifyAdapter())');

export default nestApp({
  name: 'nest-12-fastify',
  about: 'Nest 12 on Fastify',
  nest: 12,
  async adapt(project) {
    await project.edit('package.json', ({ dependencies }) => {
      delete dependencies['@nestjs/platform-express'];
      dependencies['@nestjs/platform-fastify'] = '^12.0.0';
    });
    await project.edit('src/main.ts', onFastify);
    await project.edit('test/app.e2e-spec.ts', onFastify);
  },
});
