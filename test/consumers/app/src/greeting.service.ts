import { Injectable } from '@nestjs/common';
import { SsmParam } from 'nestjs-ssm-cache';

export interface Greeting {
  readonly text: string;
  readonly repeats: number;
}

@Injectable()
export class GreetingService {
  @SsmParam('/greeting') private readonly greeting!: string;
  @SsmParam('/repeats') private readonly repeats!: number;

  greet(name: string): Greeting {
    return { text: `${this.greeting}, ${name}!`, repeats: this.repeats };
  }
}
