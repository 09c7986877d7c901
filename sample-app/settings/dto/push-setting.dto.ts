import { IsIn, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { SETTING_NAMES, type SettingName } from '../settings.schema.js';

/** Whether the value makes sense is not checked: Parameter Store does not know either. */
export class PushSettingDto {
  @IsIn(SETTING_NAMES)
  readonly name!: SettingName;

  @IsString()
  @IsNotEmpty()
  @MaxLength(4096)
  readonly value!: string;
}
