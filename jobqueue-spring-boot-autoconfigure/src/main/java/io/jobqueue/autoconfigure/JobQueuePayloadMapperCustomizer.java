package io.jobqueue.autoconfigure;

import tools.jackson.databind.json.JsonMapper;

/**
 * Customizes the mapper of payloads and results, for instance with a module for types of
 * the application. It applies to the mapper that {@code
 * jobqueue.payload.mapper} selects, and does not change the mapper of the application.
 * Settings that would lose data or read type names from payloads are reset afterwards.
 * <p>
 * Beans of this type are called in their order, once, when the application starts. An
 * exception fails the start.
 */
@FunctionalInterface
public interface JobQueuePayloadMapperCustomizer {

	/**
	 * Customize the mapper.
	 * @param builder the builder of the mapper, with the settings of the previous
	 * customizers
	 */
	void customize(JsonMapper.Builder builder);

}
