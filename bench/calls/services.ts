import { Injectable, Scope } from '@nestjs/common';
import { RefreshOnError, SsmParam } from 'nestjs-ssm-cache';

export const PARAMETERS = Object.fromEntries(
  Array.from({ length: 10 }, (_, index) => [`/bench/property${index}`, 'a value']),
);

@Injectable({ scope: Scope.REQUEST })
export class BoundRequestService {
  @SsmParam('/bench/property0') property0!: string;
  @SsmParam('/bench/property1') property1!: string;
  @SsmParam('/bench/property2') property2!: string;
  @SsmParam('/bench/property3') property3!: string;
  @SsmParam('/bench/property4') property4!: string;
  @SsmParam('/bench/property5') property5!: string;
  @SsmParam('/bench/property6') property6!: string;
  @SsmParam('/bench/property7') property7!: string;
  @SsmParam('/bench/property8') property8!: string;
  @SsmParam('/bench/property9') property9!: string;
}

@Injectable({ scope: Scope.REQUEST })
export class RawRequestService {
  property0 = 'a value';
  property1 = 'a value';
  property2 = 'a value';
  property3 = 'a value';
  property4 = 'a value';
  property5 = 'a value';
  property6 = 'a value';
  property7 = 'a value';
  property8 = 'a value';
  property9 = 'a value';
}

/** A method that succeeds, as it is and with what repeats it when it fails. */
@Injectable()
export class CallingService {
  @SsmParam('/bench/property0') property0!: string;

  async bare(text: string): Promise<string> {
    return text;
  }

  @RefreshOnError({ on: TypeError })
  async recovering(text: string): Promise<string> {
    return text;
  }

  @RefreshOnError({ on: TypeError, onRefresh: 'reconnect' })
  async reconnecting(text: string): Promise<string> {
    return text;
  }

  async reconnect(): Promise<void> {
    await Promise.resolve();
  }
}
