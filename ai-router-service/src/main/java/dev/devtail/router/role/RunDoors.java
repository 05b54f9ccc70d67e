package dev.devtail.router.role;

import java.util.function.Function;

/**
 * What runs reach the world by.
 *
 * @param workspaces by run
 */
public record RunDoors(
    ModelDoor models,
    Function<RunSpec, Workspace> workspaces,
    RolePrompts prompts,
    HookAddresses addresses,
    RunStore store,
    StepEvents events) {}
