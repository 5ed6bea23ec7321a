package io.jobqueue.benchmarks.library;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** An application with one task. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({ Nothing.class, Ended.class })
public class Application {

}
