/** What `nest new` makes, as far as the schematic reads it. An ES module imports files with `.js`. */
export const nestApp = (
  extension: '' | '.js' = '.js',
  folder = 'src',
  name = 'App',
): Record<string, string> => {
  const file = name.toLowerCase();
  return {
    [`${folder}/main.ts`]: `import { NestFactory } from '@nestjs/core';
import { ${name}Module } from './${file}.module${extension}';

async function bootstrap() {
  const app = await NestFactory.create(${name}Module);
  await app.listen(process.env.PORT ?? 3000);
}
bootstrap();
`,
    [`${folder}/${file}.module.ts`]: moduleText('imports: [],', extension, name),
    [`${folder}/${file}.service.ts`]: `import { Injectable } from '@nestjs/common';

@Injectable()
export class ${name}Service {
  getHello(): string {
    return 'Hello World!';
  }
}
`,
    [`${folder}/${file}.controller.spec.ts`]: `import { Test, TestingModule } from '@nestjs/testing';
import { ${name}Controller } from './${file}.controller${extension}';
import { ${name}Service } from './${file}.service${extension}';

describe('${name}Controller', () => {
  beforeEach(async () => {
    const app: TestingModule = await Test.createTestingModule({
      controllers: [${name}Controller],
      providers: [${name}Service],
    }).compile();
  });
});
`,
    '.gitignore': 'dist\nnode_modules\n',
    'package.json': `{
  "name": "@acme/shop",
  "dependencies": {
    "@nestjs/common": "^12.0.1",
    "nestjs-ssm-cache": "^0.1.0"
  }
}
`,
  };
};

/** The root module with a text of its imports. */
export const moduleText = (imports: string, extension: '' | '.js' = '.js', name = 'App'): string => {
  const file = name.toLowerCase();
  return `import { Module } from '@nestjs/common';
import { ${name}Controller } from './${file}.controller${extension}';
import { ${name}Service } from './${file}.service${extension}';

@Module({
  ${imports}
  controllers: [${name}Controller],
  providers: [${name}Service],
})
export class ${name}Module {}
`;
};
