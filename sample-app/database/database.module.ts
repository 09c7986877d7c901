import { Module } from '@nestjs/common';
import { DatabaseAdmin } from './database-admin.js';

@Module({ providers: [DatabaseAdmin], exports: [DatabaseAdmin] })
export class DatabaseModule {}
