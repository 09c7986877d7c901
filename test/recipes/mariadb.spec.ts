import { describeRecipes } from './support/describe-recipes.js';
import { findProgram, startMariaDb } from './support/start-server.js';

const program = await findProgram('/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd');
const install = await findProgram('/usr/bin/mariadb-install-db', '/usr/local/bin/mariadb-install-db');
const isInstalled = program !== undefined && install !== undefined;

describeRecipes(
  isInstalled ? 'On MariaDB' : 'On MariaDB, which is not installed ("apt-get install mariadb-server")',
  [
    { client: 'mysql2', page: 'mysql2' },
    { client: 'TypeORM', page: 'typeorm-mysql' },
    { client: 'Sequelize', page: 'sequelize-mysql', mixesFailures: true },
  ],
  {
    file: 'mysql-server',
    exported: 'mysqlServer',
    start: isInstalled ? () => startMariaDb(program, install) : undefined,
  },
);
