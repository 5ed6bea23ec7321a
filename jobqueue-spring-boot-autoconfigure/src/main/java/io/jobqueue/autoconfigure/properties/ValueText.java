package io.jobqueue.autoconfigure.properties;

import java.time.Duration;

import io.jobqueue.DurationText;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Values in messages, in the form in which they are written in a configuration.
 */
public final class ValueText {

	private ValueText() {
	}

	public static String of(@Nullable Object value) {
		if (value instanceof Duration duration) {
			return DurationText.of(duration);
		}
		return (value instanceof DataSize size) ? of(size) : String.valueOf(value);
	}

	private static String of(DataSize size) {
		if (size.toBytes() == 0 || size.toBytes() % 1024 != 0) {
			return size.toBytes() + "B";
		}
		return (size.toKilobytes() % 1024 != 0) ? size.toKilobytes() + "KB" : size.toMegabytes() + "MB";
	}

}
