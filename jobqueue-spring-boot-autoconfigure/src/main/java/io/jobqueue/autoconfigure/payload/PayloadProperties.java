package io.jobqueue.autoconfigure.payload;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How payloads are written, and their limits: the keys under {@code jobqueue.payload}.
 *
 * @param mapper How payloads and results are written as JSON.
 * @param warnSize Payload size from which a warning is logged, once per task.
 * @param maxSize Largest size of a payload. Larger ones are refused.
 * @param validate Whether the constraints of Jakarta Validation are applied to payloads.
 * @param store Where large payloads are kept.
 * @param encryption How the values of properties with '@Sensitive' are stored.
 */
public record PayloadProperties(@DefaultValue("default") Mapper mapper, @DefaultValue("32KB") DataSize warnSize,
		@DefaultValue("256KB") DataSize maxSize, @DefaultValue("true") boolean validate, @DefaultValue Store store,
		@DefaultValue Encryption encryption) {

	/** The available mappers. */
	public enum Mapper {

		/**
		 * A mapper of jobqueue with the defaults of Jackson. Settings of the web layer do
		 * not change stored data.
		 */
		DEFAULT,
		/**
		 * A mapper with the modules and settings of the JsonMapper of the application.
		 */
		APPLICATION

	}

	/**
	 * Where large payloads are kept.
	 *
	 * @param type Kind of payload store. A bean of type PayloadStore takes its place.
	 * @param directory Directory of the files, which all applications with the same jobs
	 * share.
	 * @param threshold Largest payload that is kept with its job.
	 * @param maxSize Largest payload in the payload store. Larger ones are refused.
	 * @param keepUnused How long a payload stays while no job of its id exists.
	 */
	public record Store(@DefaultValue("none") Type type, @Nullable String directory,
			@DefaultValue("32KB") DataSize threshold, @DefaultValue("16MB") DataSize maxSize,
			@DefaultValue("1d") Duration keepUnused) {

		/** The kinds of payload stores. */
		public enum Type {

			/** All payloads are kept with their jobs. */
			NONE,
			/** A table of a database. */
			JDBC,
			/** Files in a directory. */
			FILE

		}

	}

	/**
	 * How the values of properties with {@code @Sensitive} are stored.
	 *
	 * @param activeKey Id of the key that encrypts. Default: values are not encrypted.
	 * @param keys All keys, each with an 'id' and a 'secret': 32 bytes in Base64. Those
	 * that are not active only decrypt.
	 */
	public record Encryption(@Nullable String activeKey, @DefaultValue List<Key> keys) {
	}

	/**
	 * A key. Its text has no secret.
	 *
	 * @param id Id of the key, which is stored beside each value.
	 * @param secret The key: 32 bytes in Base64.
	 */
	public record Key(@Nullable String id, @Nullable String secret) {

		@Override
		public String toString() {
			return "Key[id=%s]".formatted(this.id);
		}

	}

}
