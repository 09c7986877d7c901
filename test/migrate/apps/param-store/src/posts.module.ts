import { Module } from '@nestjs/common';
import { PSConfigService } from 'nestjs-param-store';
import { POSTS_URL, PostsService } from './posts.service';

@Module({
  providers: [
    PostsService,
    {
      provide: POSTS_URL,
      useFactory: (config: PSConfigService) =>
        new URL(`https://${config.get('posts/host')}`),
      inject: [PSConfigService],
    },
  ],
  exports: [PostsService],
})
export class PostsModule {}
