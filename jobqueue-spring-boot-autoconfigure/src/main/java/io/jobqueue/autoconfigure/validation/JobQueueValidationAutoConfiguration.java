package io.jobqueue.autoconfigure.validation;

import io.jobqueue.PayloadValidator;
import io.jobqueue.autoconfigure.JobQueueAutoConfiguration;

import jakarta.validation.Validator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Validates payloads where the application has a validator of Jakarta Validation. */
@AutoConfiguration(before = JobQueueAutoConfiguration.class,
		afterName = "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration")
@ConditionalOnClass(Validator.class)
@ConditionalOnSingleCandidate(Validator.class)
@ConditionalOnProperty(name = "jobqueue.payload.validate", havingValue = "true", matchIfMissing = true)
public final class JobQueueValidationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PayloadValidator jobqueuePayloadValidator(Validator validator) {
		return new JakartaPayloadValidator(validator);
	}

}
