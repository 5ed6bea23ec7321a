package io.jobqueue.autoconfigure;

import tools.jackson.databind.json.JsonMapper;

/**
 * Changes the mapper of payloads and results, for instance by a module for the
 * application's own types. It applies to the mapper that {@code jobqueue.payload.mapper}
 * chooses, and leaves the application's mapper as it is. Settings that would lose data or
 * read type names from payloads are set back afterwards.
 * <p>
 * Beans of this type are called in their order, once, when the application starts. What
 * one throws fails the start.
 */
@FunctionalInterface
public interface JobQueuePayloadMapperCustomizer {

	/**
	 * Change the mapper.
	 * @param builder the builder of the mapper, with the settings of the customizers
	 * before
	 */
	void customize(JsonMapper.Builder builder);

}
